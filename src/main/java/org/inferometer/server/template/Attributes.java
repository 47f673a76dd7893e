package org.inferometer.server.template;

/** A value of Jinja's own that has attributes and no elements. */
interface Attributes {
  /** The attribute's value; undefined if there is none. */
  Object get(String name);
}
