package org.inferometer.server.model;

/** The non-linearity of the feed-forward layers. */
public enum Activation {
  /** {@code 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))}: gelu_new, gelu_pytorch_tanh. */
  GELU_TANH,
  /** {@code 0.5 x (1 + erf(x / sqrt(2)))}: gelu. */
  GELU,
  /** {@code x / (1 + exp(-x))}: silu. */
  SILU
}
