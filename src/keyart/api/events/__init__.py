"""Events over HTTP: `routes` receives them, `bodies` reads them."""
