/* The theme that a person chose, before the first paint; the key is that of shared/theme. */
try {
  const chosen = localStorage.getItem('keyart-theme')
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen
    document.documentElement.dataset.mantineColorScheme = chosen
  }
} catch {
  /* Storage is switched off: the system's colours it is. */
}
