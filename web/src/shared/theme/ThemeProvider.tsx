import './mantine.css'
import './fonts.css'
import './tokens.css'
import './base.css'

import { MantineProvider, useMantineColorScheme } from '@mantine/core'
import { setNonce } from 'get-nonce'
import { type ReactNode, useLayoutEffect } from 'react'

import { resolver, schemes, theme } from './theme'

/** The nonce that the service gave this page; style sheets of scripts must carry it. */
function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}

// Dialogues keep the page behind them from scrolling by a style sheet of their own.
setNonce(nonce())

/** Tokens read `data-theme`: a choice is there, and without one the system decides. */
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
