package org.inferometer.server.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The variables that can be seen at a place of the template: those of its own block, then those of
 * the blocks around it.
 */
final class Context {
  private static final Object NOT_YET = new Object();

  private final Context outer;
  private final Budget budget;
  private final Map<String, Object> variables;

  private Context(Context outer, Budget budget, Map<String, Object> variables) {
    this.outer = outer;
    this.budget = budget;
    this.variables = variables;
  }

  /** The outermost: what the template is given. */
  static Context of(Map<String, Object> variables) {
    return new Context(null, new Budget(), variables);
  }

  /**
   * The context of a block.
   *
   * @param hidden names that are undefined until the block sets them
   */
  Context inner(Set<String> hidden) {
    Map<String, Object> own = new HashMap<>();
    hidden.forEach(name -> own.put(name, NOT_YET));
    return new Context(this, budget, own);
  }

  Budget budget() {
    return budget;
  }

  Object get(String name) {
    for (Context context = this; context != null; context = context.outer) {
      Object value = context.variables.get(name);
      if (value == NOT_YET) {
        return Undefined.name(name);
      }
      if (value != null || context.variables.containsKey(name)) {
        return value;
      }
    }
    return Undefined.name(name);
  }

  void set(String name, Object value) {
    variables.put(name, value);
  }
}
