"""The foundation of the gateway: settings, error codes and ids.

    settings    the settings of the process, from TESSERA_ variables
    codes       the gateway's own error codes, with texts in two languages
    errors      every failure as the error that a front end sees
    ids         global ids of objects, and cursors of lists

A *refusal* is a failure that the caller can act on; it has a code. All other failures are INTERNAL,
and only the log has their text.
"""
