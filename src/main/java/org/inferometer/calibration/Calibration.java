package org.inferometer.calibration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inferometer.machine.Host;

/**
 * The instrument's own error at several points, as kept in {@code calibration.json}.
 *
 * @param environment what it was made on
 * @param points in the order they were measured
 * @param mirrored at the loads of a run's trials, by imitation of its stacks; null outside of runs
 * @param highestTokensPerSecond highest rate found before the error passed the limit, where it was
 *     searched for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Calibration(
    Host.Environment environment,
    List<PointResult> points,
    List<Mirrored> mirrored,
    Double highestTokensPerSecond) {

  /** Results that were measured in this environment. */
  public static Calibration of(List<PointResult> points) {
    return new Calibration(Host.environment(), points, null, null);
  }

  /** The same with the result of {@link Calibrator#highestRate}. */
  public Calibration withHighest(Double tokensPerSecond) {
    return new Calibration(environment, points, mirrored, tokensPerSecond);
  }

  /** The same with what was found by imitation. */
  public Calibration with(List<Mirrored> found) {
    return new Calibration(environment, points, found, highestTokensPerSecond);
  }

  /** Writes it as JSON. */
  public void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValue(file.toFile(), this);
  }
}
