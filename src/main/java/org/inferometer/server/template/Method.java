package org.inferometer.server.template;

/**
 * A method of a value, or a function of the language.
 *
 * @param name for messages
 * @param body what it does
 */
record Method(String name, Function body) implements Function {
  /** One that Python has, and which is refused when it is called. */
  static Method unsupported(String name) {
    return new Method(
        name,
        arguments -> {
          throw TemplateException.unsupported(name + "()");
        });
  }

  @Override
  public Object call(Arguments arguments) {
    return body.call(arguments);
  }
}
