package dev.weir.training;

/** Says how likely a machine is to fail: the higher, the more so. */
@FunctionalInterface
public interface Score {

    double of(double[] inputs);
}
