"""Write the schema as text: `python -m keyart.api.graphql`."""

from keyart.api.graphql.schema import FILE, schema_text

if __name__ == "__main__":
    FILE.write_text(schema_text(), encoding="utf-8")
