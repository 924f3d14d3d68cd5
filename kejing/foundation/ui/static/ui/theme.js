// Runs before the first paint: without a choice in the cookie the page follows the system.
(function () {
  "use strict";
  var root = document.documentElement;
  if (!root.hasAttribute("data-bs-theme")) {
    root.setAttribute("data-bs-theme", matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  }
})();
