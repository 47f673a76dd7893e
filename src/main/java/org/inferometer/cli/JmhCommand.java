package org.inferometer.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.inferometer.bench.JmhMain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code inferometer jmh}: JMH's own command line over the benchmarks in this jar. */
@Command(
    name = "jmh",
    description = "Runs JMH itself, with every JMH flag (inferometer jmh -h lists them).",
    footer = {
      "",
      "Benchmarks of serving stacks take",
      "  -p stack=[NAME=][DIALECT@]URL  a server that runs, by a name of your choice and the dialect",
      "                                 of the OpenAI API that it speaks (openai, vllm, llama-cpp,",
      "                                 transformers); or standard: the exact-schedule server",
      "  -p model=NAME                  what the server calls its model",
      "  -p task=chat|summarization|qa|code, -p mode=sync|stream, and -t for requests in flight",
      "P2FT, latency, TPOT, ITL, throughput and failures are secondary results.",
      "",
      "Examples:",
      "  inferometer jmh FirstToken -p stack=vllm@http://127.0.0.1:8000 -p model=gpt2 -p task=qa -rf json",
      "  inferometer jmh Completion -p task=chat -t 8 -prof gc"
    })
final class JmhCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (arguments.contains("-h") || arguments.contains("--help")) {
      spec.commandLine().usage(spec.commandLine().getOut());
      spec.commandLine().getOut().println();
    }
    try {
      return JmhMain.run(arguments.toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
