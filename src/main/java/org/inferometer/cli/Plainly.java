package org.inferometer.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.inferometer.run.RunRefused;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** What exceptions say, for people who know nothing of Java. */
final class Plainly {
  private static final Pattern CLASS_NAME =
      Pattern.compile("(?:[a-z][a-z0-9_]*\\.)+[A-Z]\\w*(?:Exception|Error)(?:: ?)?");

  private Plainly() {}

  /** The reason for {@code failure}: never empty, and without names of classes. */
  static String reason(Throwable failure) {
    if (failure instanceof FileSystemException file) {
      return file.getFile() + ": " + reason(file);
    }
    if (failure instanceof NullPointerException) {
      return "a fault of this program";
    }
    if (failure instanceof InvalidPathException path) {
      return "\"" + path.getInput() + "\": " + reason(path);
    }
    String message = failure.getMessage() == null ? "" : text(failure.getMessage());
    if ((failure instanceof UncheckedIOException || failure instanceof RunRefused)
        && failure.getCause() instanceof IOException cause) {
      return reason(message, cause);
    }
    if (!message.isBlank()) {
      return message;
    }
    return failure.getCause() == null
        ? "an unexpected " + failure.getClass().getSimpleName()
        : reason(failure.getCause());
  }

  /** {@code message} without names of exceptions, which say nothing that the rest does not. */
  static String text(String message) {
    return CLASS_NAME.matcher(message).replaceAll("").replace("()", "").strip();
  }

  /** Has {@code line} say of paths and patterns what is wrong with them. */
  static void convert(CommandLine line) {
    line.registerConverter(Path.class, Plainly::path);
    line.registerConverter(Pattern.class, Plainly::pattern);
  }

  /** {@code message}, and of its cause what it does not say already. */
  private static String reason(String message, IOException cause) {
    String ofCause = cause.getMessage() == null ? "" : text(cause.getMessage());
    if (message.equals(text(cause.toString()))) {
      return reason(cause);
    }
    String own =
        message.endsWith(": " + ofCause)
            ? message.substring(0, message.length() - ofCause.length() - 2)
            : message;
    return own
        + ": "
        + (cause instanceof FileSystemException file && own.contains(file.getFile())
            ? reason(file)
            : reason(cause));
  }

  private static String reason(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or folder";
    } else if (failure instanceof AccessDeniedException) {
      return "permission denied";
    } else if (failure instanceof FileAlreadyExistsException) {
      return "it is there already";
    } else if (failure instanceof NotDirectoryException) {
      return "it is no folder";
    }
    return failure.getReason() == null ? "it cannot be read or written" : failure.getReason();
  }

  private static String reason(InvalidPathException failure) {
    return "this is no path here (%s); for names that are not ASCII, set LC_ALL=C.UTF-8"
        .formatted(failure.getReason());
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(reason(e));
    }
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new TypeConversionException(
          "\"%s\" is no regular expression: %s".formatted(text, e.getDescription()));
    }
  }
}
