package org.inferometer.server.template;

import java.util.List;

/** Python's {@code tuple}. */
record Tuple(List<Object> items) {}
