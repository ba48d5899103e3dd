// Where the answers or drafts of a sale name photos.

/**
 * Every photo that `records` name, as `[{step, field, sha256, bytes}]`; the words of a record stand in
 * `body`.
 */
export function photoPlaces(records, body) {
  return records.flatMap((record) =>
    Object.entries(record[body])
      .filter(([, value]) => Array.isArray(value))
      .flatMap(([field, value]) =>
        value
          .filter((photo) => photo?.sha256)
          .map(({ sha256, bytes }) => ({ step: record.step, field, sha256, bytes })),
      ),
  );
}
