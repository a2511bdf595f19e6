"""What every SystemMonitor promises."""


class MonitorContract:
    """Inherit from it with a fixture `monitor`."""

    def test_the_load_is_in_percent(self, monitor):
        """Both figures are from 0 to 100."""
        for _ in range(3):
            load = monitor.load()

            assert 0 <= load.cpu <= 100
            assert 0 <= load.memory <= 100
