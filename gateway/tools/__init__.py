"""Commands for releases.

    export      writes the schema to schema.graphql, or checks that the file is current
    breaking    names each change of the schema that breaks a released front end

The *baseline* is the schema of the last release, in baseline.graphql.
"""
