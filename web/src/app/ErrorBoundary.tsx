import { Component, type ErrorInfo, type ReactNode } from 'react'

import { Button, Message } from '@/shared/ui'

interface Props {
  children: ReactNode
}

interface State {
  error: Error | null
}

/** Shows what is left to do when a page breaks; the rail and the palette still lead away. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(error: Error): State {
    return { error }
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack)
  }

  override componentDidMount(): void {
    addEventListener('popstate', this.#reset)
  }

  override componentWillUnmount(): void {
    removeEventListener('popstate', this.#reset)
  }

  readonly #reset = () => this.setState({ error: null })

  override render(): ReactNode {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <Message
        tone="error"
        fact="This page broke."
        action={
          <Button small onClick={() => location.reload()}>
            Load it again
          </Button>
        }
      >
        Loading it again mends it, unless Keyart itself is wrong: then please report “
        {error.message}” with the address of this page.
      </Message>
    )
  }
}
