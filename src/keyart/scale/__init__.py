"""Where one machine is too small: Spark builds facts, Druid holds them."""
