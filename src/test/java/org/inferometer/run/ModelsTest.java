package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.inferometer.scenario.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {
  @TempDir private Path folder;

  @Test
  void runsThatWriteTheSameModelAtOnceBothHaveIt() throws Exception {
    Model model = new Model("m", folder.resolve("m"), new Model.Generate("gpt2", "tiny", 1));
    Callable<Void> run =
        () -> {
          Models.prepare(model, line -> {});
          return null;
        };
    ExecutorService runs = Executors.newFixedThreadPool(4);
    try {
      for (Future<Void> one : runs.invokeAll(List.of(run, run, run, run))) {
        one.get();
      }
    } finally {
      runs.shutdown();
    }

    assertThat(folder.resolve("m/model.safetensors")).isNotEmptyFile();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(folder.resolve("m"));
    }
  }
}
