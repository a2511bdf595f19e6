"""Light and colour: how far each pixel stands out from its paper."""
