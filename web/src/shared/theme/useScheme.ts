import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'

/** Return the theme and a function to switch it. Back at the system's theme, it is followed again. */
export function useScheme(): { scheme: 'light' | 'dark'; flip: () => void } {
  const scheme = useComputedColorScheme('light')
  const { setColorScheme } = useMantineColorScheme()
  const flip = () => {
    const next = scheme === 'dark' ? 'light' : 'dark'
    const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
    setColorScheme(next === system ? 'auto' : next)
  }
  return { scheme, flip }
}
