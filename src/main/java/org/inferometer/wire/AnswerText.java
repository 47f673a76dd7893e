package org.inferometer.wire;

/**
 * What a model said.
 *
 * @param text the answer's text; empty without any
 * @param reasoning what came before it as the model's reasoning; empty without any
 */
public record AnswerText(String text, String reasoning) {}
