"""The last day of somebody who left, as pages tell it."""

LEFT_ON = """CASE WHEN p.left_at IS NOT NULL THEN coalesce(
    (SELECT d.leaves_on FROM departure d WHERE d.person_id = p.id AND d.done_at = p.left_at),
    (p.left_at AT TIME ZONE 'Europe/Paris')::date) END"""
"""SQL: the last day of the person `p`, null while they are here. The account closes in the night
after it; whoever may not see the departure is told the day of that."""
