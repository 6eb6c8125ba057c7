"""Images and clips of assets over HTTP."""
