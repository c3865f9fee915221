"""What every part of the gateway knows: settings, error codes, global ids."""
