package org.inferometer.load;

/**
 * One of the questions that a load mixes.
 *
 * @param model name of the model that is asked
 * @param task name of the task that it is asked
 */
public record Part(String model, String task) {
  private static final String OF = "/";

  /** What {@code key} of a mix stands for: a task of {@code model}, or {@code MODEL/TASK}. */
  public static Part of(String key, String model) {
    int end = key.indexOf(OF);
    return end < 0
        ? new Part(model, key)
        : new Part(key.substring(0, end), key.substring(end + OF.length()));
  }

  /** Whether {@code key} of a mix says which model is asked. */
  public static boolean namesModel(String key) {
    return key.contains(OF);
  }

  /** As the key of a mix that says which model is asked. */
  @Override
  public String toString() {
    return model + OF + task;
  }
}
