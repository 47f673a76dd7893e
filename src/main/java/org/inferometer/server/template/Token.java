package org.inferometer.server.template;

/**
 * A piece of a template's source.
 *
 * @param kind what it is
 * @param text its spelling; of a string without quotes and escapes
 * @param number the value of an integer or a float, otherwise {@code null}
 * @param line where it begins, from 1
 */
record Token(Kind kind, String text, Number number, int line) {
  enum Kind {
    DATA,
    BLOCK_BEGIN,
    BLOCK_END,
    VARIABLE_BEGIN,
    VARIABLE_END,
    NAME,
    STRING,
    NUMBER,
    OPERATOR,
    END
  }

  boolean is(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  /** For messages. */
  String description() {
    return switch (kind) {
      case DATA -> "text";
      case BLOCK_BEGIN -> "'{%'";
      case BLOCK_END -> "'%}'";
      case VARIABLE_BEGIN -> "'{{'";
      case VARIABLE_END -> "'}}'";
      case END -> "end of template";
      default -> "'" + text + "'";
    };
  }
}
