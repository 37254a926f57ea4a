// One class after the other: several tests measure time, and all share few cores.
[assembly: DoNotParallelize]
