// Before the first paint, so that a chosen theme does not flash in.
(() => {
  let theme = null;
  try {
    theme = localStorage.getItem('theme');
  } catch {
    // storage may be off; the system's theme does
  }
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
})();
