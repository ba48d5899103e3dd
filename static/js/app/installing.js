// How the app gets on the home screen: some browsers offer a button, others have a menu of their own.

/** Whether the page runs as an installed app. */
export function isInstalled() {
  return navigator.standalone === true || matchMedia("(display-mode: standalone)").matches;
}

/** Whether this is an iPad or an iPhone, where Safari's own menu installs. */
export function isApple() {
  const { userAgent, platform, maxTouchPoints } = navigator;
  // An iPad gives itself out for a Mac, which has no touch screen.
  return /iPad|iPhone/.test(userAgent) || (platform === "MacIntel" && maxTouchPoints > 1);
}

/**
 * Call `offered(install)` once the browser lets the page install the app: `install()` asks the
 * person and resolves to whether they agreed. It may never be called.
 */
export function onInstallOffered(offered) {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offered(async () => {
      await event.prompt();
      return (await event.userChoice).outcome === "accepted";
    });
  });
}
