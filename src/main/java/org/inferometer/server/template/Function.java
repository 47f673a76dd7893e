package org.inferometer.server.template;

/** Something that a template can call. */
interface Function {
  /**
   * Calls it.
   *
   * @throws TemplateException if the arguments do not fit
   */
  Object call(Arguments arguments);
}
