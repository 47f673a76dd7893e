package org.inferometer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code inferometer serve}: Serves a Hugging Face model directory over the OpenAI API. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Serves a Hugging Face model directory over the OpenAI API.")
final class ServeCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
