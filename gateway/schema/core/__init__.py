"""What every part of the schema is made with: fields, scalars, connections, refusals."""
