package org.inferometer.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.inferometer.result.Run;
import org.inferometer.result.Slo;
import org.inferometer.scenario.Durations;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** A run directory and targets, as arguments of a command. */
final class RunArgument {
  private RunArgument() {}

  /** Reads a run; one that cannot be read is the user's mistake, told in a sentence. */
  static Run read(CommandSpec command, Path directory, Slo slo) {
    try {
      return Run.read(directory, slo == null ? Slo.NONE : slo);
    } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
      throw new ParameterException(command.commandLine(), Plainly.reason(e));
    }
  }

  /** {@code p2ft=200ms,tpot=50ms}. */
  static final class SloConverter implements ITypeConverter<Slo> {
    @Override
    public Slo convert(String text) {
      try {
        return Slo.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** {@code 5m} and the like, above 0. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        Duration duration = Durations.parse(text);
        if (!duration.isZero() && duration.compareTo(Durations.LONGEST) <= 0) {
          return duration;
        }
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
      throw new TypeConversionException(
          "\"" + text + "\" is no time; allowed: above 0, up to 720h");
    }
  }

  /** {@code 5%} as 0.05. */
  static final class ShareConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      if (!text.matches("\\d{1,6}(\\.\\d{1,6})?%")) {
        throw new TypeConversionException("\"" + text + "\" is no share; allowed: like 5%");
      }
      return Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
    }
  }
}
