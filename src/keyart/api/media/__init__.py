"""Pictures and clips of assets by HTTP."""
