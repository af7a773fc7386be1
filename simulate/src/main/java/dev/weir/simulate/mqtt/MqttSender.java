package dev.weir.simulate.mqtt;

import dev.weir.simulate.Delivery;
import dev.weir.simulate.Plant;
import dev.weir.simulate.Reading;
import dev.weir.simulate.Sender;
import dev.weir.simulate.SendingException;
import dev.weir.simulate.Sent;
import java.nio.charset.StandardCharsets;

/** Over MQTT: each gateway of the plant has a connection, and a message is a reading, or a burst of a sensor's. */
public final class MqttSender implements Sender {

    private final Plant plant;
    private final String site;
    private final Bursts bursts;
    private final MqttFleet fleet;

    /**
     * @param site a level of the topics, {@code plants/SITE/machines/MACHINE/sensors/SENSOR}
     * @param burst how many readings of a sensor are in a message, at most; each waits for the last
     * @param fleet has as many connections as the plant has gateways, and is closed with this
     */
    public MqttSender(Plant plant, String site, int burst, MqttFleet fleet) {
        this.plant = plant;
        this.site = site;
        this.fleet = fleet;
        bursts = new Bursts(plant, burst);
    }

    @Override
    public void send(Delivery delivery) throws SendingException, InterruptedException {
        int sensor = delivery.sensor();
        if (!bursts.add(delivery)) {
            sendWaiting(sensor);
            if (delivery.again()) {
                sendAlone(sensor, delivery.number());
                return;
            }
            bursts.add(delivery);
        }
        if (bursts.isFull(sensor)) {
            sendWaiting(sensor);
        }
    }

    private void sendWaiting(int sensor) throws SendingException, InterruptedException {
        int readings = bursts.size(sensor);
        if (readings == 1) {
            sendAlone(sensor, bursts.takeOne(sensor));
        } else if (readings > 1) {
            send(sensor, Plant.machineName(plant.machine(sensor)), bursts.take(sensor), readings);
        }
    }

    private void sendAlone(int sensor, long number) throws SendingException, InterruptedException {
        Reading reading = plant.reading(sensor, number);
        send(sensor, reading.machine(), reading.json(), 1);
    }

    private void send(int sensor, String machine, String payload, int readings)
            throws SendingException, InterruptedException {
        String topic = "plants/" + site + "/machines/" + machine + "/sensors/" + Plant.sensorName(sensor);
        fleet.send(plant.gateway(sensor), new Outgoing(topic, payload.getBytes(StandardCharsets.UTF_8), readings));
    }

    @Override
    public void flush() {
        fleet.flush();
    }

    @Override
    public void settle() throws SendingException, InterruptedException {
        for (int sensor = 0; sensor < plant.config().sensors(); sensor++) {
            sendWaiting(sensor);
        }
        fleet.finish();
    }

    @Override
    public void finish() throws SendingException, InterruptedException {
        settle();
    }

    @Override
    public Sent sent() {
        return fleet.sent();
    }

    @Override
    public int connections() {
        return fleet.connected();
    }

    @Override
    public void close() {
        fleet.close();
    }
}
