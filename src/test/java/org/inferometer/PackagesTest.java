package org.inferometer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The house rules: who may know whom. Imports point one way. */
class PackagesTest {
  private static final String ROOT = "org.inferometer.";
  private static final String SET_LOCALE =
      "java.util.Locale.setDefault(java.util.Locale$Category, java.util.Locale)";

  /** Each room and the rooms it may look into; cli and bench may look into all. */
  private static final Map<String, List<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("machine", List.of()),
          Map.entry("record", List.of()),
          Map.entry("load", List.of("machine", "record")),
          Map.entry("dataset", List.of("record")),
          Map.entry("link", List.of("machine")),
          Map.entry("wire", List.of("link", "machine", "record", "dataset")),
          Map.entry("scenario", List.of("load", "record", "dataset", "wire")),
          Map.entry("stack", List.of("machine", "scenario", "record", "wire", "telemetry")),
          Map.entry("telemetry", List.of("machine")),
          Map.entry("result", List.of("load", "machine", "record", "scenario", "telemetry")),
          Map.entry("search", List.of("result")),
          Map.entry(
              "figure", List.of("search", "result", "load", "record", "scenario", "telemetry")),
          Map.entry("comparison", List.of("result", "record", "scenario")),
          Map.entry(
              "report",
              List.of(
                  "figure",
                  "search",
                  "comparison",
                  "result",
                  "load",
                  "record",
                  "dataset",
                  "scenario")),
          Map.entry(
              "run",
              List.of(
                  "stack",
                  "search",
                  "calibration",
                  "standard",
                  "telemetry",
                  "result",
                  "scenario",
                  "server",
                  "wire",
                  "load",
                  "dataset",
                  "record",
                  "machine")),
          Map.entry("server", List.of()),
          Map.entry("standard", List.of("link", "machine")),
          Map.entry(
              "calibration", List.of("standard", "load", "machine", "wire", "record", "dataset")));

  private static final Set<String> ALL_ROOMS =
      Stream.concat(MAY_KNOW.keySet().stream(), Stream.of("cli", "bench"))
          .collect(Collectors.toSet());

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.inferometer");

  @TestFactory
  Stream<DynamicTest> everyRoomKnowsOnlyTheRoomsItMay() {
    return MAY_KNOW.keySet().stream()
        .sorted()
        .map(room -> DynamicTest.dynamicTest(room, () -> strangers(room).check(CLASSES)));
  }

  /** A permission that nobody uses would let an arrow in unseen. */
  @Test
  void theRulesAllowNothingThatIsNotUsed() {
    Map<String, Set<String>> known = new HashMap<>();
    for (JavaClass one : CLASSES) {
      for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
        String room = room(dependency.getTargetClass());
        if (MAY_KNOW.containsKey(room) && !room.equals(room(one))) {
          known.computeIfAbsent(room(one), name -> new HashSet<>()).add(room);
        }
      }
    }

    MAY_KNOW.forEach(
        (room, others) ->
            assertThat(known.getOrDefault(room, Set.of()))
                .as(room)
                .containsExactlyInAnyOrderElementsOf(others));
  }

  @Test
  void theRulesNameEveryRoomThereIs() {
    Set<String> rooms =
        CLASSES.stream()
            .filter(one -> one.getPackageName().startsWith(ROOT))
            .map(PackagesTest::room)
            .collect(Collectors.toSet());

    assertThat(rooms).containsExactlyInAnyOrderElementsOf(ALL_ROOMS);
  }

  @Test
  void everyPackageHasAPage() throws IOException {
    for (Path sources : List.of(Path.of("src/main/java"), Path.of("src/jmh/java"))) {
      try (Stream<Path> files = Files.walk(sources)) {
        Set<Path> packages =
            files
                .filter(file -> file.toString().endsWith(".java"))
                .map(Path::getParent)
                .collect(Collectors.toSet());

        assertThat(packages)
            .isNotEmpty()
            .allMatch(folder -> Files.exists(folder.resolve("package-info.java")));
      }
    }
  }

  @Test
  void onlyTheBenchmarksKnowJmh() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "bench..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.openjdk.jmh..")
        .check(CLASSES);
  }

  @Test
  void onlyTheClockAndTheServersReadTheTime() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "server..", ROOT + "bench.jmh_generated..")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + "machine.Clock")
        .should()
        .callMethod(System.class, "nanoTime")
        .check(CLASSES);
  }

  /** Some languages have digits of their own, which no file, id or request is to hold. */
  @Test
  void everyProgramFormatsNumbersInAscii() {
    ArchCondition<JavaMethod> settingTheLocale =
        new ArchCondition<>("set the locale that numbers are formatted in") {
          @Override
          public void check(JavaMethod main, ConditionEvents events) {
            boolean set =
                main.getMethodCallsFromSelf().stream()
                    .anyMatch(call -> call.getTarget().getFullName().startsWith(SET_LOCALE));
            events.add(new SimpleConditionEvent(main, set, main.getFullName()));
          }
        };
    methods().that().haveName("main").and().areStatic().should(settingTheLocale).check(CLASSES);
  }

  @Test
  void lettersChangeTheirCaseTheSameWayInEveryLanguage() {
    noClasses()
        .should()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .check(CLASSES);
  }

  @Test
  void roomsFormNoCircle() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** The room of a class, or of nothing that is ours. */
  private static String room(JavaClass one) {
    String name = one.getPackageName();
    return name.startsWith(ROOT) ? name.substring(ROOT.length()).replaceFirst("\\..*", "") : "";
  }

  private static ArchRule strangers(String room) {
    String[] unknown =
        ALL_ROOMS.stream()
            .filter(other -> !other.equals(room) && !MAY_KNOW.get(room).contains(other))
            .map(other -> ROOT + other + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(ROOT + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(unknown);
  }
}
