package org.inferometer.result;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;

/**
 * Which prompts of a cell all its stacks answered. In the same time a fast stack gets further in
 * the sequence of prompts than a slow one, and what it met there is no matter of its speed: means,
 * and the ratios that are made of them, are of what all of them answered.
 *
 * @param places of those prompts, see {@link RequestRecord#question}, ascending, by repeat; what is
 *     of a repeat that is not in it was answered by one stack only, which then is compared with
 *     none
 * @param enough whether there are {@link Compared#FEWEST} in each repeat; if not, every stack's
 *     means are of all that it answered
 */
record CommonPrompts(Map<Integer, long[]> places, boolean enough) {
  /** Of a stack that is alone. */
  static final CommonPrompts ALL = new CommonPrompts(Map.of(), true);

  /** Of the records of one cell, one file for each stack. */
  static CommonPrompts of(List<Path> files) {
    if (files.size() < 2) {
      return ALL;
    }
    Map<Integer, List<long[]>> answered = new TreeMap<>();
    for (Path file : files) {
      places(file)
          .forEach((fork, of) -> answered.computeIfAbsent(fork, f -> new ArrayList<>()).add(of));
    }
    Map<Integer, long[]> common = new TreeMap<>();
    answered.forEach(
        (fork, stacks) -> {
          if (stacks.size() > 1) {
            common.put(fork, stacks.stream().reduce(CommonPrompts::both).orElseThrow());
          }
        });
    return new CommonPrompts(
        common,
        !common.isEmpty()
            && common.values().stream().allMatch(places -> places.length >= Compared.FEWEST));
  }

  /** What a stack answered, by repeat. */
  private static Map<Integer, long[]> places(Path file) {
    Map<Integer, LongStream.Builder> found = new HashMap<>();
    RecordReader.places(
        file, (fork, place) -> found.computeIfAbsent(fork, f -> LongStream.builder()).add(place));
    Map<Integer, long[]> places = new TreeMap<>();
    found.forEach((fork, all) -> places.put(fork, all.build().sorted().distinct().toArray()));
    return places;
  }

  private static long[] both(long[] a, long[] b) {
    return Arrays.stream(a).filter(place -> Arrays.binarySearch(b, place) >= 0).toArray();
  }

  /** Whether what {@code record} tells belongs to the means; by hand there is no repeat. */
  boolean have(RequestRecord record) {
    long[] of = enough && record.fork() != null ? places.get(record.fork()) : null;
    Long question = record.question();
    return of == null || question != null && Arrays.binarySearch(of, question) >= 0;
  }
}
