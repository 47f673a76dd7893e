package org.inferometer.server.model;

/** The model families that are understood, by their {@code model_type} in {@code config.json}. */
public enum Architecture {
  GPT2("gpt2"),
  LLAMA("llama"),
  MISTRAL("mistral"),
  QWEN2("qwen2");

  private final String modelType;

  Architecture(String modelType) {
    this.modelType = modelType;
  }

  /** The value of {@code model_type}. */
  public String modelType() {
    return modelType;
  }
}
