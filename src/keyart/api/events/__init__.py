"""Events by HTTP: `routes` receives them, `bodies` reads them."""
