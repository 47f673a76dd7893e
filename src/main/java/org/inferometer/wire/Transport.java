package org.inferometer.wire;

/** What carries requests and answers. */
public enum Transport {
  /** Plain sockets, one I/O thread, nothing in between: the most accurate one. No TLS. */
  SOCKET,
  /** Apache HttpComponents' asynchronous client: for {@code https}, and for comparison. */
  HTTP_COMPONENTS
}
