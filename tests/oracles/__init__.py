"""Policy sets re-implemented by hand, to judge the engine by."""
