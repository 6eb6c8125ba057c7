import './mantine.css'
import './fonts.css'
import './tokens.css'
import './base.css'

import { MantineProvider, useMantineColorScheme } from '@mantine/core'
import { setNonce } from 'get-nonce'
import { type ReactNode, useLayoutEffect } from 'react'

import { resolver, schemes, theme } from './theme'

/** Return the nonce of the page, which style sheets added by scripts must have. */
function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}

// Dialogues add a style sheet to prevent the page behind them from scrolling.
setNonce(nonce())

/** Sets `data-theme`, which tokens read; without it the system decides. */
function Marked({ children }: { children: ReactNode }) {
  const { colorScheme } = useMantineColorScheme()
  useLayoutEffect(() => {
    if (colorScheme === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = colorScheme
  }, [colorScheme])
  return children
}

/** Fonts, tokens and Mantine, light or dark. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolver}
      colorSchemeManager={schemes}
      defaultColorScheme="auto"
      getStyleNonce={nonce}
    >
      <Marked>{children}</Marked>
    </MantineProvider>
  )
}
