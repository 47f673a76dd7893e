package org.inferometer.run;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.inferometer.scenario.Model;
import org.inferometer.server.model.Architecture;
import org.inferometer.server.model.ModelShape;
import org.inferometer.server.model.ModelWriter;
import org.inferometer.server.model.WeightType;

/** Makes the models that a scenario wants generated; one that is there is used again. */
final class Models {
  private Models() {}

  static void prepare(Model model, Consumer<String> say) throws IOException {
    if (model.generate() == null || Files.isDirectory(model.directory())) {
      return;
    }
    say.accept("writing model " + model.name() + " to " + model.directory());
    Model.Generate wanted = model.generate();
    Files.createDirectories(model.directory().getParent());
    Path half = Files.createTempDirectory(model.directory().getParent(), "half-written-");
    Architecture family = Architecture.valueOf(constant(wanted.family()));
    ModelShape shape = ModelShape.Size.valueOf(constant(wanted.size())).of(family);
    ModelWriter.write(shape.config(half, family), wanted.seed(), WeightType.FLOAT32, 1);
    try {
      Files.move(half, model.directory(), StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another run has written it meanwhile: the same weights, as the seed is the same.
      remove(half);
      if (!Files.isDirectory(model.directory())) {
        throw e;
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  private static String constant(String spelled) {
    return spelled.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
