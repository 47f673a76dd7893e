package org.inferometer.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What carries requests and answers, over http and https. */
public enum Transport {
  /** Sockets of our own, one I/O thread, nothing in between: the most accurate one. */
  SOCKETS,
  /** Apache HttpComponents' asynchronous client, as the JDK's users know it: for comparison. */
  HTTP_CLIENT;

  /** The transport called {@code label}. */
  public static Transport named(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Its name in files and on the command line. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
