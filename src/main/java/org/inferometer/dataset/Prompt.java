package org.inferometer.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One prompt of a task.
 *
 * @param id unique within its task; kept in every record
 * @param text what the model is asked
 * @param reference a reference answer, where there is one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Prompt(String id, String text, String reference) {

  /** The same prompt with {@code beginning} before its text. */
  Prompt after(String beginning) {
    return new Prompt(id, beginning + text, reference);
  }
}
