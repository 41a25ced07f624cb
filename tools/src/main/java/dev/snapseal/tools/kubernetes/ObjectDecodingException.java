package dev.snapseal.tools.kubernetes;

import java.io.IOException;

/// A value that cannot be shown as an object. Messages hold no part of the value.
public abstract sealed class ObjectDecodingException extends IOException
    permits MalformedObjectException, UnsupportedObjectException {
  private static final long serialVersionUID = 1L;

  ObjectDecodingException(String message) {
    super(message);
  }
}
