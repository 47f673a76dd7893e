package org.inferometer.server.model;

/**
 * Reads rotary positions: {@code rope_parameters} of transformers 5, or {@code rope_theta} and
 * {@code rope_scaling} of earlier versions.
 */
final class RopeReader {
  private static final double DEFAULT_THETA = 10_000;

  private final ConfigFile config;
  private final int contextLength;

  RopeReader(ConfigFile config, int contextLength) {
    this.config = config;
    this.contextLength = contextLength;
  }

  Rope read() {
    if (config.positiveNumber("partial_rotary_factor", 1) != 1) {
      throw config.wrong("partial_rotary_factor", "1");
    }
    double theta = config.positiveNumber("rope_theta", DEFAULT_THETA);
    if (config.has("rope_parameters")) {
      ConfigFile parameters = config.object("rope_parameters");
      return scaled(parameters, parameters.positiveNumber("rope_theta", theta));
    }
    if (config.has("rope_scaling")) {
      return scaled(config.object("rope_scaling"), theta);
    }
    return new Rope(theta, Rope.Type.DEFAULT, 1, 1, 1, contextLength);
  }

  private Rope scaled(ConfigFile scaling, double theta) {
    if (scaling.positiveNumber("partial_rotary_factor", 1) != 1) {
      throw scaling.wrong("partial_rotary_factor", "1");
    }
    String key = scaling.has("rope_type") || !scaling.has("type") ? "rope_type" : "type";
    return switch (scaling.text(key, "default")) {
      case "default" -> new Rope(theta, Rope.Type.DEFAULT, 1, 1, 1, contextLength);
      case "linear" ->
          new Rope(theta, Rope.Type.LINEAR, scaling.positiveNumber("factor"), 1, 1, contextLength);
      case "llama3" -> llama3(scaling, theta);
      default -> throw scaling.wrong(key, "default, linear, llama3");
    };
  }

  private Rope llama3(ConfigFile scaling, double theta) {
    double low = scaling.positiveNumber("low_freq_factor");
    double high = scaling.positiveNumber("high_freq_factor");
    if (high <= low) {
      throw scaling.wrong("high_freq_factor", "a number above low_freq_factor (" + low + ")");
    }
    return new Rope(
        theta,
        Rope.Type.LLAMA3,
        scaling.positiveNumber("factor"),
        low,
        high,
        scaling.positiveInt("original_max_position_embeddings"));
  }
}
