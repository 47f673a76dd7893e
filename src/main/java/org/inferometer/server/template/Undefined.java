package org.inferometer.server.template;

/**
 * What a name, attribute or element that does not exist evaluates to: empty where it is shown, gone
 * through or tested, an error wherever else it is used.
 *
 * @param message of that error
 */
record Undefined(String message) {
  static Undefined name(String name) {
    return new Undefined("'" + name + "' is undefined");
  }

  static Undefined attribute(Object of, Object name) {
    String owner = of == null ? "None" : Types.name(of) + " object";
    return new Undefined(
        name instanceof String text
            ? "'" + owner + "' has no attribute '" + text + "'"
            : owner + " has no element " + Representation.of(name));
  }

  TemplateException error() {
    return new TemplateException(message);
  }
}
