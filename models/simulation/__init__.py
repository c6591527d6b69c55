"""Simulation: the recorded acts performed again under a draft of the policy; pure, and it keeps and decides nothing."""
